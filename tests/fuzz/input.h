/* What the fuzz targets share: bytes of an input taken piece by piece, and what words for a person
 * must look like.  Everything here aborts where it does not hold, also where asserts are compiled
 * out. */
#ifndef TESTS_FUZZ_INPUT_H
#define TESTS_FUZZ_INPUT_H

#include "acdfeed/shape.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t bytes);

#define HOLDS(condition)                                                                           \
    do {                                                                                           \
        if (!(condition)) {                                                                        \
            fprintf(stderr, "%s:%d: does not hold: %s\n", __FILE__, __LINE__, #condition);         \
            abort();                                                                               \
        }                                                                                          \
    } while (0)

/* What is left of an input; past its end come zeros and empty texts. */
struct input {
    const uint8_t *at, *end;
};

static inline size_t input_left(const struct input *input)
{
    return (size_t)(input->end - input->at);
}

static inline uint8_t input_byte(struct input *input)
{
    return input->at < input->end ? *input->at++ : 0;
}

/* The next `most` bytes, fewer at the end; returns how many. */
static inline size_t input_take(struct input *input, size_t most, const uint8_t **out)
{
    size_t n = input_left(input) < most ? input_left(input) : most;
    *out = input->at;
    input->at += n;
    return n;
}

/* The next line as a text of its own, to be freed; NULL at the end. */
static inline char *input_line(struct input *input)
{
    if (input->at == input->end)
        return NULL;
    const uint8_t *newline = memchr(input->at, '\n', input_left(input));
    size_t n = (size_t)((newline ? newline : input->end) - input->at);
    char *line = malloc(n + 1);
    memcpy(line, input->at, n);
    line[n] = '\0';
    input->at += n + (newline != NULL);
    return line;
}

/* All of it as a text, to be freed. */
static inline char *input_text(const uint8_t *data, size_t bytes)
{
    char *text = malloc(bytes + 1);
    if (bytes)
        memcpy(text, data, bytes);
    text[bytes] = '\0';
    return text;
}

/* One line that is fit for a terminal: UTF-8 without control characters, C1 among them. */
static inline void check_words(const char *words)
{
    HOLDS(acd_utf8_valid(words, strlen(words)));
    for (const unsigned char *at = (const unsigned char *)words; *at; at++)
        HOLDS(*at >= 0x20 && *at != 0x7f && !(at[0] == 0xc2 && at[1] >= 0x80 && at[1] < 0xa0));
}

/* The same of a text of several lines. */
static inline void check_lines(const char *text)
{
    HOLDS(acd_utf8_valid(text, strlen(text)));
    for (const unsigned char *at = (const unsigned char *)text; *at; at++)
        HOLDS((*at >= 0x20 || *at == '\n') && *at != 0x7f &&
              !(at[0] == 0xc2 && at[1] >= 0x80 && at[1] < 0xa0));
}

#endif
