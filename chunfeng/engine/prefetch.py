"""The processor's prefetch instruction for Numba kernels (imported only with Numba)."""

from __future__ import annotations

from typing import Any

from llvmlite import ir
from numba import types
from numba.core import cgutils
from numba.extending import intrinsic

READ, KEEP, DATA = 0, 3, 1
tools: Any = cgutils  # Numba has no type hints


def _signature(_typing: Any, array: Any, index: Any) -> Any:
    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        proxy = tools.create_struct_proxy(signature.args[0])
        data = proxy(context, builder, value=arguments[0]).data
        address = builder.gep(data, [arguments[1]])
        pointer, word = ir.IntType(8).as_pointer(), ir.IntType(32)
        shape = ir.FunctionType(ir.VoidType(), [pointer, word, word, word])
        call = tools.get_or_insert_function(builder.module, shape, "llvm.prefetch.p0")
        flags = [ir.Constant(word, flag) for flag in (READ, KEEP, DATA)]
        builder.call(call, [builder.bitcast(address, pointer), *flags])
        return context.get_dummy_value()

    return types.void(array, types.intp), generate


machine_prefetch = intrinsic(_signature)
