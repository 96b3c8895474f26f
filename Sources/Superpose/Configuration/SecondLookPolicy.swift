/// Whether images are matched again after one was warped to look like the other.
///
/// The networks learned views that differ little in rotation, scale and perspective. A first transform, however rough,
/// removes most of the difference. Where there is no first transform, quarter turns and halved sizes are tried.
public enum SecondLookPolicy: String, Codable, CaseIterable, Sendable {
  /// Images are matched again where the first look leaves room for it: few matches agree, or the views differ much.
  case auto
  /// Images are matched again wherever there is a transform to start from, for comparisons.
  case always
  case off
}
