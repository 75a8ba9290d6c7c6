#ifndef PERSISTY_CCHECKSUM_H
#define PERSISTY_CCHECKSUM_H

#include <stddef.h>
#include <stdint.h>

/// Continues a CRC-32C (Castagnoli, RFC 3720 appendix B.4) over `count` more bytes; begin with 0.
uint32_t persisty_crc32c(uint32_t crc, const void *_Nullable bytes, size_t count);

#endif
