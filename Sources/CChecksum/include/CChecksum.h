#ifndef PERSISTY_CCHECKSUM_H
#define PERSISTY_CCHECKSUM_H

#include <stddef.h>
#include <stdint.h>

/// Continues a CRC-32C (Castagnoli, RFC 3720 appendix B.4) over `count` more bytes; begin with 0.
uint32_t persisty_crc32c(uint32_t crc, const void *_Nullable bytes, size_t count);

/// Continues a CRC-64/NVME over `count` more bytes; begin with 0. Of "123456789" it is 0xAE8B14860A799888.
uint64_t persisty_crc64nvme(uint64_t crc, const void *_Nullable bytes, size_t count);

/// The same without special instructions.
uint64_t persisty_crc64nvme_portable(uint64_t crc, const void *_Nullable bytes, size_t count);

/// The CRC-64/NVME of two parts together, from that of each and the number of bytes in the second.
uint64_t persisty_crc64nvme_combined(uint64_t first, uint64_t second, uint64_t second_count);

#endif
