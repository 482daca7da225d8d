// Unfolds deflated bytes into a buffer that grows up to a bound.

#include "CZlib.h"

#include <limits.h>
#include <stdlib.h>
#include <zlib.h>

/// What is needed while a stream is unfolded.
typedef struct unfolding {
  z_stream stream;
  const uint8_t *input;
  size_t input_left;
  size_t limit;
  uint8_t *output;
  size_t capacity;
  size_t count;
} unfolding;

static size_t smaller(size_t a, size_t b) { return a < b ? a : b; }

/// Doubles the output; one byte more than the bound tells a stream that ends there from a longer one.
static int grow(unfolding *state) {
  const size_t most = state->limit + 1;
  const size_t wanted = state->capacity > most / 2 ? most : state->capacity * 2;
  uint8_t *output = realloc(state->output, wanted);
  if (output == NULL) return 0;
  state->output = output;
  state->capacity = wanted;
  return 1;
}

/// Hands zlib a piece of input and of room that its 32-bit counters can hold, and takes stock.
static int advance(unfolding *state) {
  const uInt offered = (uInt)smaller(state->input_left, UINT_MAX);
  const uInt room = (uInt)smaller(state->capacity - state->count, UINT_MAX);
  state->stream.next_in = (Bytef *)state->input;
  state->stream.avail_in = offered;
  state->stream.next_out = state->output + state->count;
  state->stream.avail_out = room;
  const int code = inflate(&state->stream, Z_NO_FLUSH);
  const size_t used = offered - state->stream.avail_in;
  state->input += used;
  state->input_left -= used;
  state->count += room - state->stream.avail_out;
  return code;
}

static mzlib_status unfold(unfolding *state, mzlib_format format) {
  for (;;) {
    if (state->count > state->limit) return MZLIB_TOO_LARGE;
    if (state->count == state->capacity && !grow(state)) return MZLIB_NO_MEMORY;
    const int code = advance(state);
    if (code == Z_STREAM_END) {
      if (state->count > state->limit) return MZLIB_TOO_LARGE;
      if (state->input_left == 0) return MZLIB_DONE;
      const int another = format == MZLIB_GZIP && state->input_left >= 2 &&
                          state->input[0] == 0x1F && state->input[1] == 0x8B;
      if (!another) return MZLIB_TRAILING;
      if (inflateReset(&state->stream) != Z_OK) return MZLIB_CORRUPT;
    } else if (code == Z_MEM_ERROR) {
      return MZLIB_NO_MEMORY;
    } else if (code != Z_OK && code != Z_BUF_ERROR) {
      return MZLIB_CORRUPT;
    } else if (state->input_left == 0 && state->count < state->capacity) {
      // There was room, and no more came: the rest of the stream is missing.
      return MZLIB_TRUNCATED;
    }
  }
}

mzlib_status mzlib_inflate(const uint8_t *input, size_t input_count, mzlib_format format,
                           size_t limit, uint8_t **output, size_t *output_count) {
  *output = NULL;
  *output_count = 0;
  unfolding state = {.input = input, .input_left = input_count};
  state.limit = smaller(limit, SIZE_MAX / 2);
  state.capacity = smaller(state.limit + 1, 1 << 16);
  state.output = malloc(state.capacity);
  if (state.output == NULL) return MZLIB_NO_MEMORY;
  const int window = format == MZLIB_GZIP ? MAX_WBITS + 16 : -MAX_WBITS;
  if (inflateInit2(&state.stream, window) != Z_OK) {
    free(state.output);
    return MZLIB_NO_MEMORY;
  }
  const mzlib_status status = unfold(&state, format);
  inflateEnd(&state.stream);
  if (status != MZLIB_DONE) {
    free(state.output);
    return status;
  }
  *output = state.output;
  *output_count = state.count;
  return MZLIB_DONE;
}

void mzlib_free(uint8_t *output) { free(output); }
