"""Writes the pictures beside this file with pypng and Pillow, and what they hold and what Pillow makes of them.

Needs Debian's python3-pil, python3-numpy and python3-png. A sample is a PNG or JPEG and a .txt: first a line "width height channels
depth", then the samples row by row. Names with "-to-" hold what Pillow's Image.resize makes of the picture named before it.
"""
import sys

import numpy
import png
from PIL import Image

random = numpy.random.RandomState(7)


def say(name, array, depth):
    array = numpy.asarray(array)
    height, width = array.shape[:2]
    channels = 1 if array.ndim == 2 else array.shape[2]
    with open(name + ".txt", "w") as file:
        file.write(f"{width} {height} {channels} {depth}\n")
        for row in array.reshape(height, width * channels):
            file.write(" ".join(str(int(v)) for v in row) + "\n")


def smooth(height, width, channels, most):
    """Gradients with some noise, so that every filter of PNG is worth choosing somewhere."""
    y, x = numpy.mgrid[0:height, 0:width]
    planes = [(x * (c + 2) * most / (6 * width) + y * (3 - c) * most / (6 * height) + random.randint(0, most // 8 + 1, (height, width))) for c in range(channels)]
    return numpy.clip(numpy.stack(planes, -1), 0, most).astype(int)


def write(name, array, depth, **more):
    height, width, channels = array.shape
    with open(name + ".png", "wb") as file:
        png.Writer(width, height, greyscale=channels < 3, bitdepth=depth, **more).write(file, array.reshape(height, width * channels).tolist())
    say(name, array[:, :, 0] if channels == 1 else array, depth)


for depth in (8, 16):
    most = 2 ** depth - 1
    write(f"grey{depth}", smooth(13, 11, 1, most), depth)
    write(f"rgb{depth}", smooth(13, 11, 3, most), depth)
    write(f"grey{depth}-interlaced", smooth(13, 11, 1, most), depth, interlace=True)
    write(f"rgb{depth}-interlaced", smooth(9, 14, 3, most), depth, interlace=True)
    write(f"rgb{depth}-one-pixel-interlaced", smooth(1, 1, 3, most), depth, interlace=True)
    opaque = smooth(6, 5, 3, most)
    with open(f"rgba{depth}.png", "wb") as file:
        png.Writer(5, 6, greyscale=False, alpha=True, bitdepth=depth).write(file, numpy.concatenate([opaque, numpy.full((6, 5, 1), most)], -1).reshape(6, 20).tolist())
    say(f"rgba{depth}", opaque, depth)

# Palettes of 1, 2, 4 and 8 bits.
for bits in (1, 2, 4, 8):
    colours = [tuple(int(v) for v in random.randint(0, 256, 3)) for _ in range(2 ** bits)]
    index = random.randint(0, 2 ** bits, (7, 13))
    with open(f"palette{bits}.png", "wb") as file:
        png.Writer(13, 7, palette=colours, bitdepth=bits, interlace=bits == 4).write(file, index.tolist())
    say(f"palette{bits}", numpy.array(colours)[index], 8)

# What libpng chooses by itself: all five filters, through Pillow.
photo = smooth(40, 30, 3, 255).astype(numpy.uint8)
Image.fromarray(photo).save("photo.png", optimize=True)
say("photo", numpy.asarray(Image.open("photo.png")), 8)
say("photo-to-luma", numpy.asarray(Image.open("photo.png").convert("L")), 8)
for name, size, filter in (("box", (7, 9), Image.BOX), ("bilinear", (17, 21), Image.BILINEAR), ("bicubic", (13, 8), Image.BICUBIC), ("nearest", (13, 19), Image.NEAREST),
                           ("bilinear", (64, 51), Image.BILINEAR), ("bicubic", (61, 40), Image.BICUBIC)):
    say(f"photo-to-{name}-{size[0]}x{size[1]}", numpy.asarray(Image.open("photo.png").resize(size, filter)), 8)
# Pillow resizes 32 bits in doubles and rounds after each direction, which is what is done here with 16 bits.
deep = smooth(40, 30, 1, 65535)
write("deep", deep, 16)
for name, size, filter in (("box", (7, 9), Image.BOX), ("bilinear", (17, 21), Image.BILINEAR), ("bicubic", (61, 55), Image.BICUBIC)):
    made = numpy.asarray(Image.fromarray(deep[:, :, 0].astype(numpy.int32), "I").resize(size, filter))
    say(f"deep-to-{name}-{size[0]}x{size[1]}", numpy.clip(made, 0, 65535), 16)

# JPEG: what libjpeg-turbo makes of it, through Pillow.
for name, image, more in (("jpeg-grey", Image.fromarray(photo).convert("L"), {}), ("jpeg-444", Image.fromarray(photo), {"subsampling": 0}),
                          ("jpeg-420-progressive", Image.fromarray(photo), {"subsampling": 2, "progressive": True})):
    image.save(name + ".jpg", quality=90, **more)
    say(name, numpy.asarray(Image.open(name + ".jpg")), 8)
turned = Image.Exif()
turned[0x0112] = 6
Image.fromarray(photo).save("jpeg-turned.jpg", quality=90, subsampling=0, exif=turned)
Image.fromarray(photo).convert("CMYK").save("jpeg-cmyk.jpg")
print(Image.__version__, numpy.__version__, png.__version__, sys.version.split()[0])
