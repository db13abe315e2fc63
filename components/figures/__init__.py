"""Pure builders of figures by visual form: numbers in, a plain dict of data and layout out."""
