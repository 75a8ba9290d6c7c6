// What Swift cannot import of ncurses: globals, macros with casts, and functions with variable arguments.
#ifndef PERSISTY_CNCURSES_H
#define PERSISTY_CNCURSES_H

#ifndef NCURSES_WIDECHAR
#define NCURSES_WIDECHAR 1
#endif
#include <ncurses.h>
#include <string.h>
#include <term.h>

static const attr_t CNCURSES_BOLD = A_BOLD, CNCURSES_DIM = A_DIM, CNCURSES_ITALIC = A_ITALIC,
                    CNCURSES_UNDERLINE = A_UNDERLINE, CNCURSES_REVERSE = A_REVERSE;

static inline WINDOW *_Nullable cncurses_screen_window(void) { return stdscr; }
static inline WINDOW *_Nullable cncurses_current_window(void) { return curscr; }
static inline int cncurses_colors(void) { return COLORS; }
static inline int cncurses_color_pairs(void) { return COLOR_PAIRS; }
static inline bool cncurses_can_move_cursor(void) { return cursor_address != NULL; }

/// Whether the terminal is told a colour above 15 by its number in the palette, as xterm is, and in no other way.
static inline bool cncurses_names_colors_by_number(void) {
    if (!set_a_foreground || !set_a_background) return false;
    const char *text = tparm(set_a_foreground, 200L, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L);
    if (!text || strcmp(text, "\033[38;5;200m") != 0) return false;
    text = tparm(set_a_background, 200L, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L);
    return text && strcmp(text, "\033[48;5;200m") == 0;
}

/// One cell; a pair above 255 goes through the last argument (curs_getcchar(3x)).
static inline int cncurses_set_cell(cchar_t *_Nonnull cell, const wchar_t *_Nonnull text, attr_t attributes, int pair) {
    return setcchar(cell, text, attributes, 0, &pair);
}

#endif
