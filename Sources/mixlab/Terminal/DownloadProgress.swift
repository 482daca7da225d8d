// Shows how far a download is: one line drawn again on a terminal, few plain lines elsewhere.

import Datasets
import Downloads
import Foundation
import Runs
import Training

final class DownloadProgress: DownloadObserver {
  private let name: String
  private let isInteractive = Terminal.isInteractive
  private var line = ProgressLine("", total: 0)
  private var total = 0
  private var lastDrawn = ContinuousClock.now
  private var isDrawn = false

  init(name: String) {
    self.name = name
  }

  func began(_ file: CatalogFile, at address: URL, having byteCount: Int) {
    end()
    let rest = byteCount > 0 ? ", going on at \(Files.sizeText(byteCount))" : ""
    Terminal.note(
      "\(name): \(file.name), \(Files.sizeText(file.byteCount)), from "
        + "\(address.host ?? "")\(rest)")
    total = file.byteCount
    line = ProgressLine(file.name, total: total, first: byteCount) { rate in
      "\(Files.sizeText(Int(min(rate, 1e15))))/s"
    }
    lastDrawn = .now
  }

  func received(_ byteCount: Int) {
    let now = ContinuousClock.now
    let isLast = byteCount == total
    let pause: Duration = isInteractive ? .milliseconds(100) : .seconds(10)
    guard isLast || now - lastDrawn > pause else { return }
    lastDrawn = now
    let note = "\(Files.sizeText(byteCount)) of \(Files.sizeText(total))"
    if isInteractive {
      Terminal.redraw(line.text(byteCount, note: note, width: Terminal.width))
      isDrawn = true
    } else {
      Terminal.note(line.text(byteCount, note: note, width: 200))
    }
  }

  func failed(at address: URL, _ failure: TransferFailure) {
    end()
    Terminal.note("\(address.absoluteString): \(failure); trying another mirror")
  }

  /// Clears the line that was drawn.
  func end() {
    if isDrawn { Terminal.redraw("") }
    isDrawn = false
  }
}
