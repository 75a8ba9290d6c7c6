#include "CChecksum.h"

#include <pthread.h>
#include <string.h>

// Reflected polynomial of CRC-32C.
#define POLYNOMIAL 0x82F63B78u

static uint32_t table[8][256];
static uint32_t shift_table[2][4][256];

// Bytes that each of the three interleaved streams takes in one round: long, then short. The crc32
// instruction has a latency of three cycles and a throughput of one, so three streams fill the unit.
enum { LONG_STREAM = 8192, SHORT_STREAM = 256 };

static uint32_t times(const uint32_t *matrix, uint32_t vector) {
    uint32_t sum = 0;
    for (; vector; vector >>= 1, matrix++)
        if (vector & 1) sum ^= *matrix;
    return sum;
}

static void square(uint32_t *out, const uint32_t *in) {
    for (int i = 0; i < 32; i++) out[i] = times(in, in[i]);
}

// Tables that advance a CRC over `count` zero bytes; `count` is a power of two.
static void make_shift(uint32_t out[4][256], size_t count) {
    uint32_t odd[32], even[32];
    odd[0] = POLYNOMIAL;
    for (int i = 1; i < 32; i++) odd[i] = 1u << (i - 1);
    square(even, odd);
    square(odd, even);  // four zero bits; the first squaring below makes a byte of them
    uint32_t *from = odd, *to = even;
    for (; count; count >>= 1) {
        square(to, from);
        uint32_t *swap = from; from = to; to = swap;
    }
    for (int i = 0; i < 256; i++)
        for (int byte = 0; byte < 4; byte++) out[byte][i] = times(from, (uint32_t)i << (8 * byte));
}

static void make_tables(void) {
    for (uint32_t i = 0; i < 256; i++) {
        uint32_t crc = i;
        for (int bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >> 1) ^ POLYNOMIAL : crc >> 1;
        table[0][i] = crc;
    }
    for (int i = 0; i < 256; i++)
        for (int slice = 1; slice < 8; slice++)
            table[slice][i] = table[0][table[slice - 1][i] & 0xff] ^ (table[slice - 1][i] >> 8);
    make_shift(shift_table[0], LONG_STREAM);
    make_shift(shift_table[1], SHORT_STREAM);
}

static uint32_t by_table(uint32_t crc, const unsigned char *next, size_t count) {
    crc = ~crc;
    while (count && ((uintptr_t)next & 7)) {
        crc = table[0][(crc ^ *next++) & 0xff] ^ (crc >> 8);
        count--;
    }
    while (count >= 8) {
        uint64_t word;
        memcpy(&word, next, 8);
        word ^= crc;
        crc = table[7][word & 0xff] ^ table[6][(word >> 8) & 0xff] ^ table[5][(word >> 16) & 0xff]
            ^ table[4][(word >> 24) & 0xff] ^ table[3][(word >> 32) & 0xff] ^ table[2][(word >> 40) & 0xff]
            ^ table[1][(word >> 48) & 0xff] ^ table[0][word >> 56];
        next += 8;
        count -= 8;
    }
    while (count--) crc = table[0][(crc ^ *next++) & 0xff] ^ (crc >> 8);
    return ~crc;
}

#if defined(__x86_64__)
#include <nmmintrin.h>

static inline uint32_t shifted(uint32_t shift[4][256], uint32_t crc) {
    return shift[0][crc & 0xff] ^ shift[1][(crc >> 8) & 0xff] ^ shift[2][(crc >> 16) & 0xff] ^ shift[3][crc >> 24];
}

__attribute__((target("sse4.2")))
static uint64_t streams(uint64_t crc, const unsigned char **next, size_t *count, size_t length, uint32_t shift[4][256]) {
    while (*count >= 3 * length) {
        const unsigned char *bytes = *next, *end = bytes + length;
        uint64_t one = crc, two = 0, three = 0, word;
        do {
            memcpy(&word, bytes, 8);
            one = _mm_crc32_u64(one, word);
            memcpy(&word, bytes + length, 8);
            two = _mm_crc32_u64(two, word);
            memcpy(&word, bytes + 2 * length, 8);
            three = _mm_crc32_u64(three, word);
            bytes += 8;
        } while (bytes < end);
        crc = shifted(shift, (uint32_t)one) ^ two;
        crc = shifted(shift, (uint32_t)crc) ^ three;
        *next += 3 * length;
        *count -= 3 * length;
    }
    return crc;
}

__attribute__((target("sse4.2")))
static uint32_t by_instruction(uint32_t start, const unsigned char *next, size_t count) {
    uint64_t crc = (uint32_t)~start, word;
    while (count && ((uintptr_t)next & 7)) {
        crc = _mm_crc32_u8((uint32_t)crc, *next++);
        count--;
    }
    crc = streams(crc, &next, &count, LONG_STREAM, shift_table[0]);
    crc = streams(crc, &next, &count, SHORT_STREAM, shift_table[1]);
    for (; count >= 8; next += 8, count -= 8) {
        memcpy(&word, next, 8);
        crc = _mm_crc32_u64(crc, word);
    }
    while (count--) crc = _mm_crc32_u8((uint32_t)crc, *next++);
    return ~(uint32_t)crc;
}
#endif

uint32_t persisty_crc32c(uint32_t crc, const void *bytes, size_t count) {
    // Not when the program starts, which most often sums nothing.
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, make_tables);
#if defined(__x86_64__)
    if (__builtin_cpu_supports("sse4.2")) return by_instruction(crc, bytes, count);
#endif
    return by_table(crc, bytes, count);
}
