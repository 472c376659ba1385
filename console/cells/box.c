/* Lines and boxes around and across an area. */
#include "console/cells/grid.h"
#include "console/cells/text.h"

static void glyph_at(struct area area, int row, int col, enum role role, enum glyph glyph)
{
    area_text(area, row, col, role, glyph_text(area.grid->ascii, glyph));
}

static void across(struct area area, int row, enum role role, enum glyph left, enum glyph right)
{
    for (int col = 1; col < area.cols - 1; col++)
        glyph_at(area, row, col, role, GLYPH_HORIZONTAL);
    glyph_at(area, row, 0, role, left);
    glyph_at(area, row, area.cols - 1, role, right);
}

void area_line_across(struct area area, int row, enum role role, bool joined)
{
    if (area.cols > 0)
        across(area, row, role, joined ? GLYPH_TEE_LEFT : GLYPH_HORIZONTAL,
               joined ? GLYPH_TEE_RIGHT : GLYPH_HORIZONTAL);
}

/* " text " from `col`, at most `room` columns. */
static void set_in(struct area area, int col, int room, enum role role, const char *text)
{
    int cols = text_cols(text);

    if (cols > room - 2)
        cols = room - 2;
    if (cols < 1)
        return;
    area_text(area, 0, col, role, " ");
    area_field(area, 0, col + 1, cols, role, text);
    area_text(area, 0, col + 1 + cols, role, " ");
}

void area_box(struct area area, enum role frame, const char *title, const char *note)
{
    enum role title_role = frame == ROLE_FRAME ? ROLE_TITLE : frame;
    enum role note_role = frame == ROLE_FRAME ? ROLE_FAINT : frame;

    if (area.cols < 2 || area.rows < 1)
        return;
    across(area, 0, frame, GLYPH_TOP_LEFT, GLYPH_TOP_RIGHT);
    for (int row = 1; row < area.rows - 1; row++) {
        glyph_at(area, row, 0, frame, GLYPH_VERTICAL);
        glyph_at(area, row, area.cols - 1, frame, GLYPH_VERTICAL);
    }
    if (area.rows > 1)
        across(area, area.rows - 1, frame, GLYPH_BOTTOM_LEFT, GLYPH_BOTTOM_RIGHT);

    int room = area.cols - 2, titled = 0;

    if (title != NULL && title[0] != '\0') {
        set_in(area, 1, room, title_role, title);
        titled = text_cols(title) + 3; /* its blanks, and one piece of line before the note */
    }
    if (note != NULL && note[0] != '\0') {
        int taken = text_cols(note) + 2;

        if (titled + taken <= room)
            set_in(area, 1 + room - taken, taken, note_role, note);
    }
}
