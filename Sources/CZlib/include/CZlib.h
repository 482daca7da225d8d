// A narrow shim over zlib: deflated bytes unfolded in memory, never past a bound.
#ifndef CZLIB_H
#define CZLIB_H

#include <stddef.h>
#include <stdint.h>

/// How the deflated bytes are wrapped.
typedef enum mzlib_format {
  /// Not at all, as in zip archives.
  MZLIB_RAW,
  /// In one or more gzip members with their checksums.
  MZLIB_GZIP,
} mzlib_format;

/// How unfolding ended.
typedef enum mzlib_status {
  MZLIB_DONE,
  /// The bytes are not what the format says, or a checksum differs.
  MZLIB_CORRUPT,
  /// The input ends before the stream does.
  MZLIB_TRUNCATED,
  /// The output would exceed the bound.
  MZLIB_TOO_LARGE,
  /// The stream ends before the input does.
  MZLIB_TRAILING,
  MZLIB_NO_MEMORY,
} mzlib_status;

/// Unfolds a whole stream of at most `limit` bytes.
///
/// `MZLIB_DONE` gives a buffer for `mzlib_free`; every other status gives none.
mzlib_status mzlib_inflate(const uint8_t *input, size_t input_count, mzlib_format format,
                           size_t limit, uint8_t **output, size_t *output_count);

/// Releases a buffer from `mzlib_inflate`.
void mzlib_free(uint8_t *output);

#endif
