"""Entries (报名、报价): registration, sealed quotes, receipts."""
