import Foundation
import Superpose
import SuperposeFiles

/// A file as it is now, what of it takes part, and the settings it is described with.
struct ListedImageKey: Hashable {
  let file: URL
  /// Path, size and date: a long-lived process may meet another image under the same name.
  let content: String
  /// Nil where all of it does.
  let participation: String?
  let description: DescriptionSettings?

  init(_ file: URL, _ participation: Participation = .init(), _ configuration: RegistrationConfiguration? = nil) {
    self.file = file
    content = fileIdentity(file.pathText)
    self.participation = participation.identity
    description = configuration.map(DescriptionSettings.init)
  }
}

/// The settings that decide how an image is described.
struct DescriptionSettings: Hashable {
  let resize: ResizePolicy
  let extraction: ExtractionOptions
  let inference: InferenceConfiguration

  init(_ configuration: RegistrationConfiguration) {
    resize = configuration.resize
    extraction = configuration.extraction
    inference = configuration.inference
  }
}
