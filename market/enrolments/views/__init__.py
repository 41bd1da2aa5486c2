"""The pages of enrolments and intermediaries."""
