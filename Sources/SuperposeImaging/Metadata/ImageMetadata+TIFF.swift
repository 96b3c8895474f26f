import SuperposeFiles

extension ImageMetadata {
  private enum Tag {
    static let xmp = 700
    static let profile = 34_675
  }

  /// Reads what a TIFF file's first directory says.
  init(_ directory: TIFFReader.Directory) {
    profile = directory.field(Tag.profile)?.bytes
    xmp = directory.field(Tag.xmp)?.bytes
    exif = ExifContent(directory)
    resolution = Resolution(directory)
  }

  /// What makes these a part of a TIFF file.
  var edit: TIFFEdit {
    var edit = exif?.edit ?? TIFFEdit()
    edit.fields[Tag.profile] = profile.map { TIFFField(.undefined, $0) }
    edit.fields[Tag.xmp] = xmp.map { TIFFField(.byte, $0) }
    if let resolution { edit.set(resolution) }
    return edit
  }

  /// Takes EXIF data, whose resolution counts where the format itself says none.
  mutating func setExif(_ reader: ByteReader) {
    guard let directory = TIFFReader(reader)?.directories(atMost: 1).first else { return }
    exif = ExifContent(directory)
    resolution = resolution ?? Resolution(directory)
  }
}

extension ImageMetadata.Resolution {
  fileprivate init?(_ directory: TIFFReader.Directory) {
    guard let x = directory.field(ExifContent.Tag.xResolution)?.doubles.first,
      let y = directory.field(ExifContent.Tag.yResolution)?.doubles.first, x > 0, y > 0, x.isFinite, y.isFinite
    else { return nil }
    let unit = directory.field(ExifContent.Tag.resolutionUnit)?.integers.first.flatMap(Unit.init)
    self.init(x: x, y: y, unit: unit ?? .inch)
  }
}
