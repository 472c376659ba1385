/* The file of contacts.h: lines of words.
 *
 *   acdfeed-contacts 1
 *   queue ID
 *   span PART START SINCE COUNT...           of the queue above, COUNT by the order of the tally
 *   contact ID STATE CAME LEFT ANSWERED HELD HOLD FLAGS PRIO FROM     of the queue above
 *   end LINES                                lines before this one
 * Bytes of ids and of FROM that are blank, '%' or not ASCII stand as %XX; an empty FROM as '-'. */
#ifndef FEED_TALLIES_CONTACTS_FILE_H
#define FEED_TALLIES_CONTACTS_FILE_H

#define CONTACTS_FILE_MAGIC "acdfeed-contacts 1"

enum {
    FLAG_SURE = 1,
    FLAG_WITHIN = 2,
    FLAG_BRIEF = 4,
    FLAG_PRIO = 8,
    FLAG_HELD = 16,
    FLAGS = 31,
};

#endif
