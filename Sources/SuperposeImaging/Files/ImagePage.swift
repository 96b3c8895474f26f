/// One of the pictures of a file with several: a page of a TIFF file.
public enum ImagePage: Hashable, Sendable {
  /// Counted from 1. Thumbnails and reduced versions do not count.
  case number(Int)
  /// Counted from 1: the first plane of a channel of an OME-TIFF or of an ImageJ stack. In other files with several
  /// pages, every page is a channel.
  case channel(Int)

  /// What is read where nobody chooses.
  public static let first = ImagePage.number(1)
}

/// Which pictures of a file are meant.
public enum PageSelection: Hashable, Sendable {
  case one(ImagePage)
  /// Every page, in the order of the file.
  case all

  /// The picture that stands for them: the first of all.
  package var leading: ImagePage {
    switch self {
    case .one(let page): page
    case .all: .first
    }
  }
}

/// The pages of a TIFF file, and the channels to which they belong.
struct TIFFPages {
  /// The directories of the pages, without thumbnails and reduced versions.
  let indices: [Int]
  /// The page of each channel's first plane, from 0.
  private let channels: [Int]

  init(_ directories: [TIFFReader.Directory]) {
    // Bit 0 of the subfile type marks a reduced version.
    let full = directories.indices.filter { (directories[$0].value(.subfileType) ?? 0) & 1 == 0 }
    indices = full.isEmpty ? Array(directories.indices.prefix(1)) : full
    let text = directories.first?.field(TIFFReader.Tag.description.rawValue).map {
      String(decoding: $0.bytes, as: UTF8.self)
    }
    let bands = directories.first?.value(.samplesPerPixel) ?? 1
    let planes = text.flatMap { OMEPlanes($0, bands: bands) ?? OMEPlanes(imageJ: $0) }
    channels = planes?.firstPages.filter { [indices] page in indices.indices.contains(page) } ?? Array(indices.indices)
  }

  /// Returns the directory of a page, or what is wrong with asking for it.
  func directory(of page: ImagePage) -> Result<Int, PageProblem> {
    switch page {
    case .number(let number): Self.find(number, in: indices, "page").map { $0 }
    case .channel(let number): Self.find(number, in: channels, "channel").map { indices[$0] }
    }
  }

  private static func find(_ number: Int, in list: [Int], _ name: String) -> Result<Int, PageProblem> {
    guard list.indices.contains(number - 1) else { return .failure(PageProblem(name, number, count: list.count)) }
    return .success(list[number - 1])
  }
}

/// A page or channel that a file does not have.
struct PageProblem: Error {
  let text: String
  let hint: String

  init(_ name: String, _ number: Int, count: Int) {
    text = "it has \(count) \(name)\(count == 1 ? "" : "s"), and \(name) \(number) was asked for"
    hint = count == 1 ? "leave the \(name) out" : "give a number from 1 to \(count)"
  }

  /// For a file without pages.
  init(_ page: ImagePage) {
    switch page {
    case .number(let number): self.init("page", number, count: 1)
    case .channel(let number): self.init("channel", number, count: 1)
    }
  }
}
