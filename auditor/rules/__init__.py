"""The rules, by family: 表内 within_table, 表间 across_tables, 文表 text_table, 文内 within_text, 体例 document."""
