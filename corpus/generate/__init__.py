"""Documents that agree with themselves to the cent, and the same documents with errors planted in them.

    ledger → accounts → (a family's wording, forms) → page → oracle → errors, traps → corpus

Everything follows from a seed. Nothing here knows how the auditor reads; the only thing shared with it are the public code lists
(``lexicons/functions.tsv`` and ``economics.tsv``). Keys name quantities in the corpus's own words.
"""
