import Foundation
import Superpose

/// A file, and what of it takes part.
struct ListedImageKey: Hashable {
  let file: URL
  /// Nil where all of it does.
  let participation: String?

  init(_ file: URL, _ participation: Participation = .init()) {
    self.file = file
    self.participation = participation.identity
  }
}
