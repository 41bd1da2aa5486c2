"""Due dates: computed by the rules a thing runs by, remembered with what they were computed from."""
