package import Superpose
import SuperposeLists
import Synchronization

/// Images that were described before.
package final class Descriptions: Sendable {
  /// What decides a description.
  package struct Key: Hashable, Sendable {
    let image: String
    let resize: ResizePolicy
    let extraction: ExtractionOptions
    let inference: InferenceConfiguration

    package init(_ image: String, _ configuration: RegistrationConfiguration) {
      self.image = image
      resize = configuration.resize
      extraction = configuration.extraction
      inference = configuration.inference
    }
  }

  private let cache: Mutex<DescriptionCache<Key>>

  package init(byteLimit: Int) { cache = Mutex(DescriptionCache(byteLimit: byteLimit)) }

  package func image(_ key: Key) -> DescribedImage? { cache.withLock { $0.image(of: key) } }

  package func keep(_ image: DescribedImage, _ key: Key) { cache.withLock { $0.keep(image, of: key) } }
}
