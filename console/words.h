/* The words of the console: in the reader's language by gettext, and cut at a character where they do
 * not fit.  English is the source; a language is a file console/po/CODE.po.  Marked is what people
 * read; never what is parsed, sent to a feed or printed for a machine (commands, options, states in
 * filters, JSON, CSV).  Below every room.  Pure but for the catalogue. */
#ifndef CONSOLE_WORDS_H
#define CONSOLE_WORDS_H

#include "acdfeed/macros.h"

#include <libintl.h>
#include <stdarg.h>
#include <stddef.h>

#define _(text) gettext(text)
/* In static tables, which say words_of() where they are used. */
#define N_(text) text
/* The same English in two meanings. */
#define C_(context, text) words_in_context(context "\004" text, text)

enum { WORDS_NAME_BYTES = 49, WORDS_NUMBER_BYTES = 40 };

/* Catalogues are FOLDER/CODE/LC_MESSAGES/acdwall.mo.  After setlocale(); without a catalogue for the
 * locale the words stay English. */
void words_open(const char *folder);
/* Translates; an empty text and NULL are given back as they are. */
const char *words_of(const char *text) __attribute__((format_arg(1)));
const char *words_in_context(const char *key, const char *text) __attribute__((format_arg(2)));

/* A number with so many decimals, below 0 so many digits that count, and the decimal mark of the
 * language. */
const char *words_number(char out[WORDS_NUMBER_BYTES], int decimals, double value);

/* As snprintf, but what does not fit is cut at a character.  Returns the bytes written. */
size_t words_print(char *out, size_t bytes, const char *format, ...) ACD_PRINTF(3, 4);
size_t words_vprint(char *out, size_t bytes, const char *format, va_list arguments)
    ACD_PRINTF(3, 0);
/* Appends to the words that stand in `out`. */
void words_add(char *out, size_t bytes, const char *format, ...) ACD_PRINTF(3, 4);
/* Makes the first letter a capital, in any alphabet that has them and by the locale.  Letters whose
 * capital has another length in UTF-8 stay. */
void words_capital(char *text);
/* The beginning of a name, so that what follows it has room. */
const char *words_name(char out[WORDS_NAME_BYTES], const char *name);

#endif
