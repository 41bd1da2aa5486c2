"""Cases of whole-process agency (全程代办): from the request to the sealed agreement."""
