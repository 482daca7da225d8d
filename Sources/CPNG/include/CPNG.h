// A narrow shim over libpng: 8-bit images to and from memory, with text chunks.
#ifndef CPNG_H
#define CPNG_H

#include <stddef.h>
#include <stdint.h>

/// One entry of a text chunk; both strings end in NUL.
typedef struct mpng_text {
  const char *key;
  const char *value;
  /// Not 0 where `value` is UTF-8 (iTXt), 0 where it is Latin-1 (tEXt, zTXt).
  int is_utf8;
} mpng_text;

/// What a decoder may spend on one file.
typedef struct mpng_limits {
  uint32_t max_width;
  uint32_t max_height;
  /// Of the decoded pixels.
  size_t max_pixel_bytes;
  /// What one compressed ancillary chunk may unfold to; longer ones are left out.
  size_t max_chunk_bytes;
} mpng_limits;

/// A decoded image: rows from the top, no padding, 3 (RGB) or 4 (RGBA) channels.
typedef struct mpng_image {
  uint32_t width;
  uint32_t height;
  uint32_t channels;
  uint8_t *pixels;
  mpng_text *texts;
  size_t text_count;
} mpng_image;

/// Encodes 8-bit pixels with 1 (grey), 3 (RGB) or 4 (RGBA) channels.
///
/// Writes no time and nothing else that equal inputs could differ in.
/// Returns 0 and a buffer for `mpng_free`; otherwise not 0 and a NUL-terminated message.
int mpng_encode(const uint8_t *pixels, uint32_t width, uint32_t height, uint32_t channels,
                const mpng_text *texts, size_t text_count, int compression_level, uint8_t **bytes,
                size_t *byte_count, char *message, size_t message_capacity);

/// Decodes any PNG to 8 bits: RGB, or RGBA where the file has transparency.
///
/// Gamma and colour profiles are ignored. Returns 0 and an image for `mpng_image_free`;
/// otherwise not 0 and a NUL-terminated message, and `image` owns nothing.
int mpng_decode(const uint8_t *bytes, size_t byte_count, const mpng_limits *limits,
                mpng_image *image, char *message, size_t message_capacity);

/// Writes one chunk: length, type of four letters, data and the CRC that libpng computes.
///
/// Returns 0 and a buffer for `mpng_free`; otherwise not 0 and a NUL-terminated message.
int mpng_chunk(const char *type, const uint8_t *data, size_t length, uint8_t **bytes,
               size_t *byte_count, char *message, size_t message_capacity);

/// Releases a buffer from `mpng_encode` or `mpng_chunk`.
void mpng_free(uint8_t *bytes);

/// Releases what an image owns and empties it.
void mpng_image_free(mpng_image *image);

#endif
