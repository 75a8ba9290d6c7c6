#ifndef PERSISTY_CQRENCODE_H
#define PERSISTY_CQRENCODE_H

#include <qrencode.h>

#endif
