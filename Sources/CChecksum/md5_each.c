#include "md5.h"

#include <string.h>

// One message's steps wait for one another; those of eight messages, side by side in wide registers, take hardly longer.
enum { LANES = 8 };
typedef uint32_t wide __attribute__((vector_size(4 * LANES)));

#define TURNED(x, count) ((x) << (count) | (x) >> (32 - (count)))
#define STEP(a, b, function, word, turn, constant) a += words[word] + constant + (function); a = TURNED(a, turn) + b;
#define F(a, b, c, d, word, turn, constant) STEP(a, b, d ^ (b & (c ^ d)), word, turn, constant)
#define G(a, b, c, d, word, turn, constant) STEP(a, b, c ^ (d & (b ^ c)), word, turn, constant)
#define H(a, b, c, d, word, turn, constant) STEP(a, b, b ^ c ^ d, word, turn, constant)
#define I(a, b, c, d, word, turn, constant) STEP(a, b, c ^ (b | ~d), word, turn, constant)

#if defined(__x86_64__)
#define WIDE __attribute__((target("avx2")))
static int is_wide(void) { return __builtin_cpu_supports("avx2"); }
#elif __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
#define WIDE
static int is_wide(void) { return 1; }
#else
#define WIDE
static int is_wide(void) { return 0; }
#endif

#define PAIRS(x, y, a, b) __builtin_shufflevector(x, y, a, 8 + a, b, 8 + b, a + 4, 12 + a, b + 4, 12 + b)
#define QUADS(x, y, a) __builtin_shufflevector(x, y, a, a + 1, 8 + a, 9 + a, a + 4, a + 5, 12 + a, 13 + a)
#define HALVES(x, y, a) __builtin_shufflevector(x, y, a, a + 1, a + 2, a + 3, 8 + a, 9 + a, 10 + a, 11 + a)

/// The words `from`..<`from` + 8 of each lane's block, as each word of all lanes.
WIDE static inline void load(wide out[LANES], const unsigned char *const lanes[LANES], size_t offset) {
    wide row[LANES], pair[LANES], quad[LANES];
    for (int i = 0; i < LANES; i++) memcpy(&row[i], lanes[i] + offset, sizeof row[i]);
    for (int i = 0; i < LANES; i += 2) {
        pair[i] = PAIRS(row[i], row[i + 1], 0, 1);
        pair[i + 1] = PAIRS(row[i], row[i + 1], 2, 3);
    }
    for (int i = 0; i < LANES; i += 4)
        for (int half = 0; half < 2; half++) {
            quad[i + 2 * half] = QUADS(pair[i + half], pair[i + 2 + half], 0);
            quad[i + 2 * half + 1] = QUADS(pair[i + half], pair[i + 2 + half], 2);
        }
    for (int i = 0; i < LANES / 2; i++) {
        out[i] = HALVES(quad[i], quad[i + 4], 0);
        out[i + 4] = HALVES(quad[i], quad[i + 4], 4);
    }
}

WIDE static void take_blocks(uint32_t state[4][LANES], const unsigned char *const lanes[LANES], size_t blocks) {
    wide a, b, c, d, words[16];
    memcpy(&a, state[0], sizeof a);
    memcpy(&b, state[1], sizeof b);
    memcpy(&c, state[2], sizeof c);
    memcpy(&d, state[3], sizeof d);
    for (size_t offset = 0; offset < blocks * MD5_BLOCK; offset += MD5_BLOCK) {
        wide a0 = a, b0 = b, c0 = c, d0 = d;
        load(words, lanes, offset);
        load(words + 8, lanes, offset + 32);
#include "md5_steps.h"
        a += a0;
        b += b0;
        c += c0;
        d += d0;
    }
    memcpy(state[0], &a, sizeof a);
    memcpy(state[1], &b, sizeof b);
    memcpy(state[2], &c, sizeof c);
    memcpy(state[3], &d, sizeof d);
}

static void alone(const struct persisty_message *message, unsigned char *digest) {
    struct persisty_md5 md5;
    persisty_md5_begin(&md5);
    persisty_md5_take(&md5, message->bytes, message->count);
    persisty_md5_finish(&md5, digest);
}

void persisty_md5_each(const struct persisty_message *messages, size_t count, unsigned char *digests) {
    uint32_t state[4][LANES];
    const unsigned char *lanes[LANES];
    size_t blocks[LANES], index[LANES], next = 0;
    int busy = 0;
    if (count < LANES / 2 || !is_wide()) {
        for (; next < count; next++) alone(&messages[next], digests + 16 * next);
        return;
    }
    while (1) {
        // A lane whose message has ended takes the next; one that finds none goes out of use.
        while (busy < LANES && next < count) {
            for (int word = 0; word < 4; word++) state[word][busy] = persisty_md5_start[word];
            lanes[busy] = messages[next].bytes;
            blocks[busy] = messages[next].count / MD5_BLOCK;
            index[busy++] = next++;
        }
        if (!busy) return;
        // The last one, perhaps much longer than the others, is faster by itself.
        int is_last = busy == 1;
        size_t common = blocks[0];
        for (int i = 1; i < busy; i++)
            if (blocks[i] < common) common = blocks[i];
        if (common && !is_last) {
            for (int i = busy; i < LANES; i++) lanes[i] = lanes[0];
            take_blocks(state, lanes, common);
        }
        for (int i = busy - 1; i >= 0; i--) {
            uint32_t own[4] = {state[0][i], state[1][i], state[2][i], state[3][i]};
            if (is_last) persisty_md5_blocks(own, lanes[i], common);
            lanes[i] += common * MD5_BLOCK;
            if (blocks[i] -= common) continue;
            persisty_md5_end(own, lanes[i], messages[index[i]].count, digests + 16 * index[i]);
            busy--;
            for (int word = 0; word < 4; word++) state[word][i] = state[word][busy];
            lanes[i] = lanes[busy];
            blocks[i] = blocks[busy];
            index[i] = index[busy];
        }
    }
}
