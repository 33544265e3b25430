"""Small tools without a domain word: texts, paging, periods."""
