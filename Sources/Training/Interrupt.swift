// Ctrl-C as a request to save and stop.

import Foundation
import Synchronization

/// The user's wish to stop, noticed between two steps.
public enum Interrupt {
  private static let requested = Atomic<Bool>(false)

  /// Whether a signal came since `catchSignals`.
  public static var isRequested: Bool { requested.load(ordering: .relaxed) }

  /// Turns the first SIGINT or SIGTERM into a request; a second one ends the process at once.
  public static func catchSignals() {
    for number in [SIGINT, SIGTERM] {
      signal(number) { number in
        Interrupt.requested.store(true, ordering: .relaxed)
        signal(number, SIG_DFL)
      }
    }
    // Whoever started the program may have left the signals blocked.
    var signals = sigset_t()
    sigemptyset(&signals)
    for number in [SIGINT, SIGTERM] { sigaddset(&signals, number) }
    pthread_sigmask(SIG_UNBLOCK, &signals, nil)
  }
}
