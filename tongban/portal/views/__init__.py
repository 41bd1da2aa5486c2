"""Views of the frame pages."""
