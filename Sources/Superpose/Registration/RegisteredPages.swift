public import SuperposeImaging

/// Which pages of files with several are registered. What is chosen stands for its file: all pages of the moving image
/// are warped then.
public struct RegisteredPages: Hashable, Sendable {
  /// Of the moving image; nil for the first, alone.
  public var moving: ImagePage?
  /// Of the fixed image; nil for the first, alone.
  public var fixed: ImagePage?

  public init(moving: ImagePage? = nil, fixed: ImagePage? = nil) {
    self.moving = moving
    self.fixed = fixed
  }
}

extension Registration {
  mutating func note(_ pages: RegisteredPages) {
    self.pages = pages
    report.moving.note(pages.moving)
    report.fixed.note(pages.fixed)
  }

  /// The pages of a file that are warped.
  func pages(_ chosen: ImagePage?) -> PageSelection { chosen == nil ? .one(.first) : .all }

  /// Whether all pages of a file with several are warped into one file.
  func isStack(_ chosen: ImagePage?, _ image: Image) -> Bool { chosen != nil && image.frameCount > 1 }
}

extension RegistrationReport.ImageDescription {
  /// Notes which page was registered.
  mutating func note(_ chosen: ImagePage?) {
    switch chosen {
    case .number(let number): page = number
    case .channel(let number): channel = number
    case nil: break
    }
  }
}
