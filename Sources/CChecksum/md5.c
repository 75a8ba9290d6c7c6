#include "md5.h"

#include <string.h>

// Each step waits for the one before, so what counts is how long a value takes from step to step. What does not need
// the newest word, `b`, is added first, and the compiler is kept from putting it behind again.
#define FIRST(x) __asm__("" : "+r"(x))
#define TURNED(x, count) ((x) << (count) | (x) >> (32 - (count)))
#define F(a, b, c, d, word, turn, constant) \
    a += words[word] + constant; FIRST(a); a += d ^ (b & (c ^ d)); a = TURNED(a, turn) + b;
#define G(a, b, c, d, word, turn, constant) \
    a += words[word] + constant + (c & ~d); FIRST(a); a += d & b; a = TURNED(a, turn) + b;
#define H(a, b, c, d, word, turn, constant) \
    a += words[word] + constant; both = c ^ d; FIRST(a); FIRST(both); a += both ^ b; a = TURNED(a, turn) + b;
#define I(a, b, c, d, word, turn, constant) \
    a += words[word] + constant; FIRST(a); a += c ^ (b | ~d); a = TURNED(a, turn) + b;

const uint32_t persisty_md5_start[4] = {0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476};

void persisty_md5_blocks(uint32_t state[4], const unsigned char *bytes, size_t blocks) {
    uint32_t a = state[0], b = state[1], c = state[2], d = state[3], both, words[16];
    for (; blocks; blocks--, bytes += MD5_BLOCK) {
        uint32_t a0 = a, b0 = b, c0 = c, d0 = d;
        memcpy(words, bytes, sizeof words);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
        for (int i = 0; i < 16; i++) words[i] = __builtin_bswap32(words[i]);
#endif
#include "md5_steps.h"
        a += a0;
        b += b0;
        c += c0;
        d += d0;
    }
    state[0] = a;
    state[1] = b;
    state[2] = c;
    state[3] = d;
}

static void put(unsigned char *bytes, uint64_t value, int count) {
    for (int i = 0; i < count; i++) bytes[i] = (unsigned char)(value >> (8 * i));
}

void persisty_md5_end(uint32_t state[4], const unsigned char *rest, uint64_t size, unsigned char digest[16]) {
    unsigned char last[2 * MD5_BLOCK] = {0};
    size_t count = size % MD5_BLOCK, blocks = count < MD5_BLOCK - 8 ? 1 : 2;
    if (count) memcpy(last, rest, count);
    last[count] = 0x80;
    put(last + blocks * MD5_BLOCK - 8, size * 8, 8);
    persisty_md5_blocks(state, last, blocks);
    for (int i = 0; i < 4; i++) put(digest + 4 * i, state[i], 4);
}

void persisty_md5_begin(struct persisty_md5 *md5) {
    memset(md5, 0, sizeof *md5);
    memcpy(md5->state, persisty_md5_start, sizeof md5->state);
}

void persisty_md5_take(struct persisty_md5 *md5, const void *bytes, size_t count) {
    const unsigned char *next = bytes;
    size_t held = md5->size % MD5_BLOCK;
    if (!count) return;
    md5->size += count;
    if (held) {
        size_t wanted = MD5_BLOCK - held, part = count < wanted ? count : wanted;
        memcpy(md5->rest + held, next, part);
        if (part < wanted) return;
        persisty_md5_blocks(md5->state, md5->rest, 1);
        next += part;
        count -= part;
    }
    persisty_md5_blocks(md5->state, next, count / MD5_BLOCK);
    memcpy(md5->rest, next + count / MD5_BLOCK * MD5_BLOCK, count % MD5_BLOCK);
}

void persisty_md5_finish(const struct persisty_md5 *md5, unsigned char digest[16]) {
    uint32_t state[4];
    memcpy(state, md5->state, sizeof state);
    persisty_md5_end(state, md5->rest, md5->size, digest);
}
