// What all primitives share: one engine, memory without an address, reasons for failures.
#ifndef MDNN_SUPPORT_H
#define MDNN_SUPPORT_H

#if MIXLAB_ONEDNN

#include <cstdint>

#include <dnnl.hpp>

#if DNNL_VERSION_MAJOR != 2
#error "oneDNN 2 is needed; where another version is installed build with MIXLAB_ONEDNN=off"
#endif

namespace mdnn {

/// The processor.
const dnnl::engine &cpu_engine();

/// Memory that gets its address at every run.
dnnl::memory unbound(const dnnl::memory::desc &description);

/// Copies a reason into a buffer of `capacity` bytes.
void report(const char *reason, char *error, int64_t capacity);

/// A primitive with its arguments in place.
///
/// The C++ interface would build the array of arguments anew, on the heap, in every call.
struct Call {
  dnnl::primitive primitive;

  /// Adds an argument; its address is set by `bind`.
  void pass(int argument, const dnnl::memory::desc &description);

  /// Sets the address of the argument that was passed as number `index`.
  void bind(int index, const void *data, const dnnl::stream &stream);

  bool run(const dnnl::stream &stream) const;

 private:
  static constexpr int capacity = 5;
  dnnl::memory memories[capacity];
  dnnl_exec_arg_t arguments[capacity];
  int count = 0;
};

}  // namespace mdnn

#endif

#endif
