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

/// An MD5 (RFC 1321) that is being made of bytes that come one after the other.
struct persisty_md5 {
    uint32_t state[4];
    uint64_t size;
    unsigned char rest[64];
};

void persisty_md5_begin(struct persisty_md5 *_Nonnull md5);
void persisty_md5_take(struct persisty_md5 *_Nonnull md5, const void *_Nullable bytes, size_t count);
void persisty_md5_finish(const struct persisty_md5 *_Nonnull md5, unsigned char *_Nonnull digest);

/// Bytes that are all at hand.
struct persisty_message {
    const void *_Nullable bytes;
    size_t count;
};

/// The MD5 of each message, 16 bytes one after the other: several at once, in a fraction of the time of each alone.
void persisty_md5_each(
    const struct persisty_message *_Nonnull messages, size_t count, unsigned char *_Nonnull digests);

#endif
