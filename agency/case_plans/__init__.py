"""The plan of a case (代办方案): fixed when the agreement is in force, made anew when a fact changes."""
