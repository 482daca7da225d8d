// Decodes a JPEG held in memory within given limits.
#include "CJPEG.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void mjpeg_image_free(mjpeg_image *image) {
  free(image->pixels);
  memset(image, 0, sizeof *image);
}

#if MIXLAB_JPEG

#include <jpeglib.h>
#include <jerror.h>
#include <setjmp.h>

#define TEXT_OF(token) #token
#define EXPANDED_TEXT_OF(macro) TEXT_OF(macro)

int mjpeg_available(void) { return 1; }

const char *mjpeg_version(void) {
#ifdef LIBJPEG_TURBO_VERSION
  return "libjpeg-turbo " EXPANDED_TEXT_OF(LIBJPEG_TURBO_VERSION);
#else
  return "libjpeg " EXPANDED_TEXT_OF(JPEG_LIB_VERSION);
#endif
}

// One object, so that everything a jump comes back to lives outside of the jumping function.
typedef struct decoder {
  struct jpeg_decompress_struct jpeg;
  struct jpeg_error_mgr errors;
  struct jpeg_progress_mgr progress;
  jmp_buf start;
  const mjpeg_limits *limits;
  mjpeg_image *image;
  char *message;
  size_t capacity;
} decoder;

static void fail(decoder *state, const char *text) {
  if (state->message != NULL && state->capacity > 0) {
    snprintf(state->message, state->capacity, "%s", text);
  }
  longjmp(state->start, 1);
}

static void on_error(j_common_ptr common) {
  char text[JMSG_LENGTH_MAX];
  common->err->format_message(common, text);
  fail(common->client_data, text);
}

// libjpeg goes on after damage with grey in place of what is lost; such a picture is none.
static void on_message(j_common_ptr common, int level) {
  if (level >= 0) return;
  switch (common->err->msg_code) {
  case JWRN_JPEG_EOF:
    fail(common->client_data, "the file ends too early");
    break;
  case JWRN_HIT_MARKER:
  case JWRN_HUFF_BAD_CODE:
  case JWRN_ARITH_BAD_CODE:
  case JWRN_MUST_RESYNC:
    on_error(common);
    break;
  default:
    break;
  }
}

static void on_progress(j_common_ptr common) {
  decoder *state = common->client_data;
  if (state->jpeg.input_scan_number > state->limits->max_scans) {
    char text[80];
    snprintf(text, sizeof text, "the file has more than %d passes", state->limits->max_scans);
    fail(state, text);
  }
}

static void check(decoder *state) {
  struct jpeg_decompress_struct *jpeg = &state->jpeg;
  const mjpeg_limits *limits = state->limits;
  char text[160];
  if (jpeg->data_precision != 8) {
    snprintf(text, sizeof text, "the file has %d bits a value, only 8 are read",
             jpeg->data_precision);
    fail(state, text);
  }
  switch (jpeg->jpeg_color_space) {
  case JCS_GRAYSCALE:
    jpeg->out_color_space = JCS_GRAYSCALE;
    break;
  case JCS_YCbCr:
  case JCS_RGB:
    jpeg->out_color_space = JCS_RGB;
    break;
  case JCS_CMYK:
  case JCS_YCCK:
    fail(state, "the file is CMYK, only grey and RGB are read; convert it to RGB");
    break;
  default:
    fail(state, "the file has unknown colours, only grey and RGB are read");
  }
  if (jpeg->image_width > limits->max_width || jpeg->image_height > limits->max_height) {
    snprintf(text, sizeof text, "the image is %u x %u, the limit is %u x %u", jpeg->image_width,
             jpeg->image_height, limits->max_width, limits->max_height);
    fail(state, text);
  }
  // Sides are below 2^16, so the product stays below 2^64.
  uint64_t channels = jpeg->out_color_space == JCS_RGB ? 3 : 1;
  uint64_t needed = channels * jpeg->image_width * jpeg->image_height;
  if (needed > limits->max_pixel_bytes) {
    snprintf(text, sizeof text, "the image needs %llu bytes of memory, the limit is %llu",
             (unsigned long long)needed, (unsigned long long)limits->max_pixel_bytes);
    fail(state, text);
  }
}

static int run(decoder *state, const uint8_t *bytes, size_t byte_count) {
  if (setjmp(state->start)) return 1;
  struct jpeg_decompress_struct *jpeg = &state->jpeg;
  jpeg_create_decompress(jpeg);
  jpeg->progress = &state->progress;
  // Older headers lack the const; the library only reads.
  jpeg_mem_src(jpeg, (unsigned char *)bytes, byte_count);
  jpeg_read_header(jpeg, TRUE);
  check(state);
  jpeg_start_decompress(jpeg);
  mjpeg_image *image = state->image;
  image->width = jpeg->output_width;
  image->height = jpeg->output_height;
  image->channels = (uint32_t)jpeg->output_components;
  size_t stride = (size_t)image->width * image->channels;
  image->pixels = calloc(image->height, stride);
  if (image->pixels == NULL) fail(state, "out of memory for pixels");
  while (jpeg->output_scanline < jpeg->output_height) {
    JSAMPROW row = image->pixels + jpeg->output_scanline * stride;
    jpeg_read_scanlines(jpeg, &row, 1);
  }
  jpeg_finish_decompress(jpeg);
  return 0;
}

int mjpeg_decode(const uint8_t *bytes, size_t byte_count, const mjpeg_limits *limits,
                 mjpeg_image *image, char *message, size_t message_capacity) {
  memset(image, 0, sizeof *image);
  decoder *state = calloc(1, sizeof *state);
  if (state == NULL) {
    if (message != NULL && message_capacity > 0) {
      snprintf(message, message_capacity, "out of memory");
    }
    return 1;
  }
  state->limits = limits;
  state->image = image;
  state->message = message;
  state->capacity = message_capacity;
  state->jpeg.err = jpeg_std_error(&state->errors);
  state->errors.error_exit = on_error;
  state->errors.emit_message = on_message;
  state->progress.progress_monitor = on_progress;
  state->jpeg.client_data = state;
  int status = run(state, bytes, byte_count);
  jpeg_destroy_decompress(&state->jpeg);
  free(state);
  if (status != 0) mjpeg_image_free(image);
  return status;
}

#else

int mjpeg_available(void) { return 0; }

const char *mjpeg_version(void) { return ""; }

int mjpeg_decode(const uint8_t *bytes, size_t byte_count, const mjpeg_limits *limits,
                 mjpeg_image *image, char *message, size_t message_capacity) {
  (void)bytes;
  (void)byte_count;
  (void)limits;
  memset(image, 0, sizeof *image);
  if (message != NULL && message_capacity > 0) {
    snprintf(message, message_capacity, "this build has no JPEG library");
  }
  return 1;
}

#endif
