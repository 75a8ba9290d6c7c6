#include "CChecksum.h"

enum { MD5_BLOCK = 64 };

/// What the first block is added to.
extern const uint32_t persisty_md5_start[4];

void persisty_md5_blocks(uint32_t state[4], const unsigned char *bytes, size_t blocks);

/// Adds the last bytes, those behind the last whole block, of a message of `size` bytes.
void persisty_md5_end(uint32_t state[4], const unsigned char *rest, uint64_t size, unsigned char digest[16]);
