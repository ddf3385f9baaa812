class A:
    def f(self):
        if x:
            for i in j:
                y(i)
        return z
