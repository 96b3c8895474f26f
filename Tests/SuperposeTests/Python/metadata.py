"""Makes pictures with a colour profile, EXIF, XMP and a resolution, and reads them back, with Pillow.

python3 metadata.py make FOLDER: source.png, source.jpg, source.tif, source.webp.
python3 metadata.py check FILE WIDTH HEIGHT FOLDER [LEFT_OUT...]: the file has all of it, and is upright. Pillow writes
no directories of EXIF into TIFF files, and no resolution into WebP files.
"""
import pathlib
import sys

from PIL import Image, ImageCms, PngImagePlugin

XMP = (b'<x:xmpmeta xmlns:x="adobe:ns:meta/">'
       b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"/></x:xmpmeta>')
LENS, GPS_LATITUDE = "Example 50 mm", (48.0, 12.0, 30.0)


def make(folder):
    folder = pathlib.Path(folder)
    image = Image.linear_gradient("L").resize((60, 40)).convert("RGB")
    exif = Image.Exif()
    exif[0x010F], exif[0x0112], exif[0x8298] = "Maker", 6, "Somebody"
    exif.get_ifd(0x8769)[0xA434] = LENS
    exif.get_ifd(0x8769)[0xA002] = 60
    exif.get_ifd(0x8825)[1], exif.get_ifd(0x8825)[2] = "N", GPS_LATITUDE
    # It has the time at which it was made.
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    (folder / "profile.icc").write_bytes(profile)
    common = {"icc_profile": profile, "exif": exif}
    text = PngImagePlugin.PngInfo()
    text.add_itxt("XML:com.adobe.xmp", XMP.decode())
    image.save(folder / "source.png", dpi=(300, 300), pnginfo=text, **common)
    image.save(folder / "source.jpg", dpi=(300, 300), xmp=XMP, **common)
    image.save(folder / "source.webp", xmp=XMP, lossless=True, **common)
    exif[700] = XMP
    image.save(folder / "source.tif", dpi=(300, 300), **common)


def check(path, width, height, folder, *left_out):
    image = Image.open(path)
    image.load()
    assert image.size == (int(width), int(height)), image.size
    assert image.info.get("icc_profile") == (pathlib.Path(folder) / "profile.icc").read_bytes(), "profile"
    exif = image.getexif()
    assert exif.get(0x010F) == "Maker" and exif.get(0x8298) == "Somebody", dict(exif)
    assert exif.get(0x0112, 1) == 1, "orientation"
    if "directories" not in left_out:
        assert exif.get_ifd(0x8769).get(0xA434) == LENS and exif.get_ifd(0x8769).get(0xA002) == int(width)
        assert tuple(float(part) for part in exif.get_ifd(0x8825)[2]) == GPS_LATITUDE
    xmp = image.info.get("xmp") or image.info.get("XML:com.adobe.xmp") or exif.get(700)
    assert (xmp.encode() if isinstance(xmp, str) else bytes(xmp)).rstrip(b"\0") == XMP, xmp
    if "resolution" not in left_out:
        # 3 is the centimetre.
        unit = 2.54 if exif.get(0x0128) == 3 else 1
        dpi = image.info.get("dpi") or (exif[0x011A] * unit, exif[0x011B] * unit)
        assert all(abs(float(value) - 300) < 0.5 for value in dpi), dpi


{"make": make, "check": check}[sys.argv[1]](*sys.argv[2:])
print("right")
