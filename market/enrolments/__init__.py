"""Enrolment (入驻): admission of intermediaries, their qualifications and practitioners."""
