"""The plan: when work can be done, given what it waits for and who there is to do it. One module per question."""
