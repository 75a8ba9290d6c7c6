#ifndef PERSISTY_CNCURSES_H
#define PERSISTY_CNCURSES_H
#define NCURSES_WIDECHAR 1
#include <ncurses.h>
#endif
