"""The door for programs: operations under ``/api/v1`` on the services, schemas and access of the pages."""
