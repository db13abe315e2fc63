"""What is live on a page: the places that change, their values along the sliders, and the state that is shown."""
