/* Another language for a test: gettext keeps to English in the C locale, so a locale of another name
 * is made of it, and the catalogues of the build are opened. */
#ifndef TESTS_SUPPORT_LANGUAGE_H
#define TESTS_SUPPORT_LANGUAGE_H

#include <stdbool.h>

/* By its code, "el"; false where this machine has no C.UTF-8 to copy or no catalogue was built. */
bool language_speak(const char *code);
/* Back to English. */
void language_english(void);

#endif
