// Encodes 8-bit pixels into a growing memory buffer.
#include "CPNG.h"
#include "failure.h"

#include <stdlib.h>
#include <string.h>

// Everything that changes after setjmp lives in a struct behind a pointer: a local variable
// changed between setjmp and longjmp has no defined value afterwards.
typedef struct encoder {
  png_structp png;
  png_infop info;
  png_text *chunks;
  uint8_t *bytes;
  size_t count;
  size_t capacity;
} encoder;

static void append(png_structp png, png_bytep data, size_t length) {
  encoder *state = png_get_io_ptr(png);
  if (length > SIZE_MAX / 2 - state->count) {
    png_error(png, "the encoded image does not fit in memory");
  }
  size_t needed = state->count + length;
  if (needed > state->capacity) {
    size_t capacity = state->capacity < 65536 ? 65536 : state->capacity * 2;
    if (capacity < needed) capacity = needed;
    uint8_t *grown = realloc(state->bytes, capacity);
    if (grown == NULL) png_error(png, "out of memory while encoding");
    state->bytes = grown;
    state->capacity = capacity;
  }
  memcpy(state->bytes + state->count, data, length);
  state->count = needed;
}

static void flush(png_structp png) { (void)png; }

static void set_texts(encoder *state, const mpng_text *texts, size_t count) {
  if (count == 0) return;
  if (count > 65536) png_error(state->png, "too many text chunks");
  state->chunks = calloc(count, sizeof(png_text));
  if (state->chunks == NULL) png_error(state->png, "out of memory for text chunks");
  for (size_t i = 0; i < count; i++) {
    png_text *chunk = &state->chunks[i];
    chunk->compression = texts[i].is_utf8 ? PNG_ITXT_COMPRESSION_NONE : PNG_TEXT_COMPRESSION_NONE;
    chunk->key = (png_charp)texts[i].key;
    chunk->text = (png_charp)texts[i].value;
    chunk->text_length = texts[i].is_utf8 ? 0 : strlen(texts[i].value);
    chunk->itxt_length = texts[i].is_utf8 ? strlen(texts[i].value) : 0;
  }
  png_set_text(state->png, state->info, state->chunks, (int)count);
}

static int color_type(uint32_t channels) {
  if (channels == 1) return PNG_COLOR_TYPE_GRAY;
  return channels == 3 ? PNG_COLOR_TYPE_RGB : PNG_COLOR_TYPE_RGB_ALPHA;
}

static int run(encoder *state, const uint8_t *pixels, uint32_t width, uint32_t height,
               uint32_t channels, const mpng_text *texts, size_t text_count, int level) {
  if (setjmp(png_jmpbuf(state->png))) return 1;
  state->info = png_create_info_struct(state->png);
  if (state->info == NULL) png_error(state->png, "out of memory");
  png_set_write_fn(state->png, state, append, flush);
  png_set_IHDR(state->png, state->info, width, height, 8, color_type(channels),
               PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
  png_set_compression_level(state->png, level);
  png_set_filter(state->png, PNG_FILTER_TYPE_BASE, PNG_FILTER_UP);
  set_texts(state, texts, text_count);
  png_write_info(state->png, state->info);
  size_t stride = (size_t)width * channels;
  for (uint32_t y = 0; y < height; y++) {
    png_write_row(state->png, (png_const_bytep)(pixels + y * stride));
  }
  png_write_end(state->png, NULL);
  return 0;
}

int mpng_encode(const uint8_t *pixels, uint32_t width, uint32_t height, uint32_t channels,
                const mpng_text *texts, size_t text_count, int compression_level, uint8_t **bytes,
                size_t *byte_count, char *message, size_t message_capacity) {
  mpng_failure failure = {message, message_capacity};
  encoder state = {0};
  *bytes = NULL;
  *byte_count = 0;
  if (channels != 1 && channels != 3 && channels != 4) {
    mpng_record(&failure, "an image has 1, 3 or 4 channels");
    return 1;
  }
  state.png = png_create_write_struct(PNG_LIBPNG_VER_STRING, &failure, mpng_on_error,
                                      mpng_on_warning);
  if (state.png == NULL) {
    mpng_record(&failure, "libpng could not start: out of memory or another version of it");
    return 1;
  }
  int status =
      run(&state, pixels, width, height, channels, texts, text_count, compression_level);
  png_destroy_write_struct(&state.png, &state.info);
  free(state.chunks);
  if (status != 0) {
    free(state.bytes);
    return status;
  }
  *bytes = state.bytes;
  *byte_count = state.count;
  return 0;
}

static int write_chunk(encoder *state, const char *type, const uint8_t *data, size_t length) {
  if (setjmp(png_jmpbuf(state->png))) return 1;
  if (length > PNG_UINT_31_MAX) png_error(state->png, "a chunk of more than 2^31 - 1 bytes");
  png_set_write_fn(state->png, state, append, flush);
  png_write_chunk(state->png, (png_const_bytep)type, data, length);
  return 0;
}

int mpng_chunk(const char *type, const uint8_t *data, size_t length, uint8_t **bytes,
               size_t *byte_count, char *message, size_t message_capacity) {
  mpng_failure failure = {message, message_capacity};
  encoder state = {0};
  *bytes = NULL;
  *byte_count = 0;
  state.png = png_create_write_struct(PNG_LIBPNG_VER_STRING, &failure, mpng_on_error,
                                      mpng_on_warning);
  if (state.png == NULL) {
    mpng_record(&failure, "libpng could not start: out of memory or another version of it");
    return 1;
  }
  int status = write_chunk(&state, type, data, length);
  png_destroy_write_struct(&state.png, NULL);
  if (status != 0) {
    free(state.bytes);
    return status;
  }
  *bytes = state.bytes;
  *byte_count = state.count;
  return 0;
}

void mpng_free(uint8_t *bytes) { free(bytes); }
