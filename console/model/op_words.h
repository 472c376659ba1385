/* Operations in a word or two, as rows, journals and dialogues name them.  Pure. */
#ifndef CONSOLE_MODEL_OP_WORDS_H
#define CONSOLE_MODEL_OP_WORDS_H

/* "all hands" for "all_hands"; a word that is no operation of the contract as it stands. */
const char *op_words(const char *op);

#endif
