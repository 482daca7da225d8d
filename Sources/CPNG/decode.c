// Decodes a PNG held in memory within given limits.
#include "CPNG.h"
#include "failure.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// Behind a pointer for the same reason as the encoder's state: setjmp.
typedef struct decoder {
  png_structp png;
  png_infop info;
  const uint8_t *bytes;
  size_t count;
  size_t position;
  mpng_image *image;
} decoder;

static void take(png_structp png, png_bytep data, size_t length) {
  decoder *state = png_get_io_ptr(png);
  if (length > state->count - state->position) png_error(png, "the file ends too early");
  memcpy(data, state->bytes + state->position, length);
  state->position += length;
}

static char *copy_string(png_structp png, const char *text) {
  size_t length = text == NULL ? 0 : strlen(text);
  char *copy = malloc(length + 1);
  if (copy == NULL) png_error(png, "out of memory for text");
  if (length > 0) memcpy(copy, text, length);
  copy[length] = 0;
  return copy;
}

static void copy_texts(decoder *state) {
  png_textp chunks = NULL;
  int count = 0;
  png_get_text(state->png, state->info, &chunks, &count);
  if (count <= 0) return;
  mpng_image *image = state->image;
  image->texts = calloc((size_t)count, sizeof(mpng_text));
  if (image->texts == NULL) png_error(state->png, "out of memory for text");
  image->text_count = (size_t)count;
  for (int i = 0; i < count; i++) {
    image->texts[i].key = copy_string(state->png, chunks[i].key);
    image->texts[i].value = copy_string(state->png, chunks[i].text);
    image->texts[i].is_utf8 = chunks[i].compression >= PNG_ITXT_COMPRESSION_NONE;
  }
}

static void check_size(decoder *state, const mpng_limits *limits) {
  uint64_t width = png_get_image_width(state->png, state->info);
  uint64_t height = png_get_image_height(state->png, state->info);
  char text[160];
  if (width > limits->max_width || height > limits->max_height) {
    snprintf(text, sizeof text, "the image is %llu x %llu, the limit is %u x %u",
             (unsigned long long)width, (unsigned long long)height, limits->max_width,
             limits->max_height);
    png_error(state->png, text);
  }
  // Both factors are below 2^31, so the product with 4 channels stays below 2^64.
  uint64_t needed = width * height * 4;
  if (needed > limits->max_pixel_bytes) {
    snprintf(text, sizeof text, "the image needs %llu bytes of memory, the limit is %llu",
             (unsigned long long)needed, (unsigned long long)limits->max_pixel_bytes);
    png_error(state->png, text);
  }
}

static void ask_for_eight_bits(decoder *state) {
  png_set_scale_16(state->png);
  png_set_palette_to_rgb(state->png);
  png_set_expand_gray_1_2_4_to_8(state->png);
  png_set_tRNS_to_alpha(state->png);
  png_set_gray_to_rgb(state->png);
}

static void read_rows(decoder *state) {
  int passes = png_set_interlace_handling(state->png);
  png_read_update_info(state->png, state->info);
  mpng_image *image = state->image;
  image->width = png_get_image_width(state->png, state->info);
  image->height = png_get_image_height(state->png, state->info);
  image->channels = png_get_channels(state->png, state->info);
  size_t stride = (size_t)image->width * image->channels;
  if ((image->channels != 3 && image->channels != 4) ||
      png_get_rowbytes(state->png, state->info) != stride) {
    png_error(state->png, "a pixel layout that libpng could not turn into 8-bit RGB");
  }
  image->pixels = calloc(image->height, stride);
  if (image->pixels == NULL) png_error(state->png, "out of memory for pixels");
  for (int pass = 0; pass < passes; pass++) {
    for (uint32_t y = 0; y < image->height; y++) {
      png_read_row(state->png, image->pixels + y * stride, NULL);
    }
  }
}

/// Refuses chunks that claim to be longer than the rest of the file: libpng would fetch memory for
/// those of text, up to 2 GiB, before it finds out.
static void check_chunk_lengths(decoder *state) {
  size_t place = 8;
  while (place < state->count) {
    const size_t left = state->count - place;
    if (left < 12) png_error(state->png, "the file ends too early");
    const uint8_t *head = state->bytes + place;
    const size_t length = png_get_uint_32(head);
    if (length > left - 12) png_error(state->png, "the file ends too early");
    if (memcmp(head + 4, "IEND", 4) == 0) return;
    place += length + 12;
  }
}

static int run(decoder *state, const mpng_limits *limits) {
  if (setjmp(png_jmpbuf(state->png))) return 1;
  state->info = png_create_info_struct(state->png);
  if (state->info == NULL) png_error(state->png, "out of memory");
  png_set_read_fn(state->png, state, take);
  // libpng's own limit is a hard stop before our check, which has the better message.
  png_set_user_limits(state->png, PNG_UINT_31_MAX, PNG_UINT_31_MAX);
  png_set_chunk_malloc_max(state->png, limits->max_chunk_bytes);
  png_set_chunk_cache_max(state->png, 256);
  if (png_sig_cmp(state->bytes, 0, state->count < 8 ? state->count : 8) == 0) {
    check_chunk_lengths(state);
  }
  png_read_info(state->png, state->info);
  check_size(state, limits);
  ask_for_eight_bits(state);
  read_rows(state);
  png_read_end(state->png, state->info);
  copy_texts(state);
  return 0;
}

int mpng_decode(const uint8_t *bytes, size_t byte_count, const mpng_limits *limits,
                mpng_image *image, char *message, size_t message_capacity) {
  mpng_failure failure = {message, message_capacity};
  memset(image, 0, sizeof *image);
  decoder state = {.bytes = bytes, .count = byte_count, .image = image};
  state.png =
      png_create_read_struct(PNG_LIBPNG_VER_STRING, &failure, mpng_on_error, mpng_on_warning);
  if (state.png == NULL) {
    mpng_record(&failure, "libpng could not start: out of memory or another version of it");
    return 1;
  }
  int status = run(&state, limits);
  png_destroy_read_struct(&state.png, &state.info, NULL);
  if (status != 0) mpng_image_free(image);
  return status;
}

void mpng_image_free(mpng_image *image) {
  for (size_t i = 0; i < image->text_count; i++) {
    free((char *)image->texts[i].key);
    free((char *)image->texts[i].value);
  }
  free(image->texts);
  free(image->pixels);
  memset(image, 0, sizeof *image);
}
