"""Awards (中选): public notice, award letter, decline and reserves."""
