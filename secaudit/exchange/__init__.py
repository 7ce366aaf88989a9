"""Foreign files in and out.

"I translate, and keep where each value came from. What I do not understand I say."
"""
