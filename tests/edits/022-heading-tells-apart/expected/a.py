def a():
    return x


def b():
    return y
