/* The agents of the tests' floor and what happened on it lately; see floor_fixture.h. */
#ifndef TESTS_SUPPORT_FLOOR_PEOPLE_H
#define TESTS_SUPPORT_FLOOR_PEOPLE_H

#include "console/model/board.h"

void floor_people(struct board *board, int64_t now_ms);
void floor_events(struct board *board, int64_t now_ms, int64_t wall_ms);

#endif
