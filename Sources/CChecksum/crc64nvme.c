#include "CChecksum.h"

#include <pthread.h>
#include <string.h>

// Reflected polynomial of CRC-64/NVME (NVM Express NVM Command Set Specification, revision 1.0, section 5.2.1.3.4).
#define POLYNOMIAL 0x9A6C9329AC4BC9B5ull

static uint64_t table[8][256];
// Factors that move a half of 16 bytes over 16, 32, 48 and 64 bytes: first for the low half, then for the high one.
static uint64_t factors[4][2];

// `value` times x.
static uint64_t doubled(uint64_t value) { return value & 1 ? (value >> 1) ^ POLYNOMIAL : value >> 1; }

// The power `count` of x; the highest bit is 1.
static uint64_t power(unsigned count) {
    uint64_t value = 1ull << 63;
    while (count--) value = doubled(value);
    return value;
}

static void make_tables(void) {
    for (uint64_t i = 0; i < 256; i++) {
        uint64_t crc = i;
        for (int bit = 0; bit < 8; bit++) crc = doubled(crc);
        table[0][i] = crc;
    }
    for (int i = 0; i < 256; i++)
        for (int slice = 1; slice < 8; slice++)
            table[slice][i] = table[0][table[slice - 1][i] & 0xff] ^ (table[slice - 1][i] >> 8);
    // One power less than the distance: a product of reflected numbers without carries lies one place too low.
    for (unsigned lane = 0; lane < 4; lane++) {
        factors[lane][0] = power(128 * (lane + 1) + 64 - 1);
        factors[lane][1] = power(128 * (lane + 1) - 1);
    }
}

static void prepare(void) {
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, make_tables);
}

static uint64_t by_table(uint64_t crc, const unsigned char *next, size_t count) {
    for (; count >= 8; next += 8, count -= 8) {
        uint64_t word;
        memcpy(&word, next, 8);
        word ^= crc;
        crc = table[7][word & 0xff] ^ table[6][(word >> 8) & 0xff] ^ table[5][(word >> 16) & 0xff]
            ^ table[4][(word >> 24) & 0xff] ^ table[3][(word >> 32) & 0xff] ^ table[2][(word >> 40) & 0xff]
            ^ table[1][(word >> 48) & 0xff] ^ table[0][word >> 56];
    }
    while (count--) crc = table[0][(crc ^ *next++) & 0xff] ^ (crc >> 8);
    return crc;
}

#if defined(__x86_64__)
#include <immintrin.h>

__attribute__((target("pclmul,sse4.1")))
static inline __m128i moved(__m128i value, __m128i factor) {
    return _mm_xor_si128(_mm_clmulepi64_si128(value, factor, 0x00), _mm_clmulepi64_si128(value, factor, 0x11));
}

__attribute__((target("pclmul,sse4.1")))
static inline __m128i loaded(const unsigned char *bytes) { return _mm_loadu_si128((const __m128i *)bytes); }

// Folds 64 bytes at a time into four sums, these into one, and gives the rest to the table ("Fast CRC Computation for
// Generic Polynomials Using PCLMULQDQ Instruction", Intel, 2009).
__attribute__((target("pclmul,sse4.1")))
static uint64_t by_multiplication(uint64_t crc, const unsigned char *next, size_t count) {
    __m128i lanes[4], factor[4];
    for (int lane = 0; lane < 4; lane++) {
        lanes[lane] = loaded(next + 16 * lane);
        factor[lane] = loaded((const unsigned char *)factors[lane]);
    }
    lanes[0] = _mm_xor_si128(lanes[0], _mm_set_epi64x(0, (long long)crc));
    for (next += 64, count -= 64; count >= 64; next += 64, count -= 64)
        for (int lane = 0; lane < 4; lane++)
            lanes[lane] = _mm_xor_si128(moved(lanes[lane], factor[3]), loaded(next + 16 * lane));
    __m128i sum = _mm_xor_si128(
        _mm_xor_si128(moved(lanes[0], factor[2]), moved(lanes[1], factor[1])),
        _mm_xor_si128(moved(lanes[2], factor[0]), lanes[3]));
    unsigned char bytes[16];
    _mm_storeu_si128((__m128i *)bytes, sum);
    return by_table(by_table(0, bytes, 16), next, count);
}
#endif

uint64_t persisty_crc64nvme_portable(uint64_t crc, const void *bytes, size_t count) {
    prepare();
    return ~by_table(~crc, bytes, count);
}

uint64_t persisty_crc64nvme(uint64_t crc, const void *bytes, size_t count) {
    prepare();
#if defined(__x86_64__)
    if (count >= 128 && __builtin_cpu_supports("pclmul") && __builtin_cpu_supports("sse4.1"))
        return ~by_multiplication(~crc, bytes, count);
#endif
    return ~by_table(~crc, bytes, count);
}

// The product of two values without the polynomial.
static uint64_t product(uint64_t left, uint64_t right) {
    uint64_t sum = 0;
    for (; left; left <<= 1, right = doubled(right))
        if (left >> 63) sum ^= right;
    return sum;
}

uint64_t persisty_crc64nvme_combined(uint64_t first, uint64_t second, uint64_t second_count) {
    // The sum of the first part moved over the bytes of the second: times the power 8 * second_count of x.
    uint64_t step = power(8);
    for (; second_count; second_count >>= 1, step = product(step, step))
        if (second_count & 1) first = product(first, step);
    return first ^ second;
}
