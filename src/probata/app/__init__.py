"""What people call: the main job's steps, the command line, progress, the state kept outside of inquiries."""
