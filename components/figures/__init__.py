"""Pure builders of figures by visual form: numbers in, go.Figure out."""
